from __future__ import annotations

import ast
import base64
import hmac
import inspect
import random
import string
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain import tokens
from shared.domain.tokens import Purpose, Token, seal, token_key, unseal

KEY = token_key(b"the deployment's one key, in tests")
TODAY = date(2026, 11, 10)
TOKEN = Token("0a1b2c3d4e5f", "0123456789abcdef", Purpose.REPLY, TODAY + timedelta(days=400))
ALPHABET = string.ascii_lowercase + "234567"


def _signed(body: bytes) -> str:
    """Sign a body as the format says, whatever it holds."""
    sealed = body + hmac.new(KEY, body, "sha256").digest()[:16]
    return base64.b32encode(sealed).decode().rstrip("=").lower()


# --- what a token says ------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(
    st.binary(min_size=6, max_size=6),
    st.none() | st.binary(min_size=8, max_size=8).filter(any),
    st.sampled_from(Purpose),
    st.integers(0, 400),
)
def test_what_was_sealed_is_what_is_read(user: bytes, interview: bytes | None, purpose: Purpose, days: int) -> None:
    token = Token(user.hex(), interview.hex() if interview else None, purpose, TODAY + timedelta(days=days))
    assert unseal(seal(token, KEY), KEY, TODAY) == token


def test_a_token_is_read_whatever_case_a_mail_program_gave_it() -> None:
    assert unseal(seal(TOKEN, KEY).upper(), KEY, TODAY) == TOKEN


def test_a_token_is_52_letters_and_digits_that_any_mail_program_leaves_alone() -> None:
    text = seal(TOKEN, KEY)
    assert len(text) == tokens.LENGTH == 52
    assert set(text) <= set(ALPHABET)


@pytest.mark.parametrize(
    ("user_id", "interview_id"),
    [("nobody", None), ("0a1b2c3d4e", None), ("0a1b2c3d4e5f00", None), ("0a1b2c3d4e5f", "01"), ("", None)],
)
def test_an_id_that_is_not_one_of_ours_is_never_sealed(user_id: str, interview_id: str | None) -> None:
    with pytest.raises(ValueError):
        seal(Token(user_id, interview_id, Purpose.REPLY, TODAY), KEY)


# --- forgery ----------------------------------------------------------------------------------------------------------


def test_the_signature_has_at_least_128_bits() -> None:
    sealed = base64.b32decode(seal(TOKEN, KEY).upper() + "====")
    assert len(sealed) - 2 - tokens.USER_BYTES - tokens.INTERVIEW_BYTES == tokens.MAC_BYTES
    assert tokens.MAC_BYTES * 8 >= 128


def test_no_change_of_a_single_bit_is_accepted() -> None:
    sealed = base64.b32decode(seal(TOKEN, KEY).upper() + "====")
    accepted = []
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        accepted.append(unseal(base64.b32encode(changed).decode().rstrip("=").lower(), KEY, TODAY))
    assert len(accepted) == 256
    assert not any(accepted)


def test_no_change_of_a_single_letter_is_accepted() -> None:
    text = seal(TOKEN, KEY)
    others = {text[:at] + letter + text[at + 1 :] for at in range(len(text)) for letter in ALPHABET} - {text}
    assert len(others) == 52 * 31
    assert not any(unseal(other, KEY, TODAY) for other in others)


def test_of_100_000_guesses_that_know_everything_but_the_key_none_is_accepted() -> None:
    draw = random.Random(10)  # noqa: S311 - the guesses are an attacker's, and the same each time
    body = base64.b32decode(seal(TOKEN, KEY).upper() + "====")[: -tokens.MAC_BYTES]
    guesses = (base64.b32encode(body + draw.randbytes(16)).decode().rstrip("=").lower() for _ in range(100_000))
    assert not any(unseal(guess, KEY, TODAY) for guess in guesses)


def test_of_random_letters_of_the_right_length_none_is_accepted() -> None:
    draw = random.Random(11)  # noqa: S311 - the guesses are an attacker's, and the same each time
    assert not any(unseal("".join(draw.choices(ALPHABET, k=52)), KEY, TODAY) for _ in range(20_000))


def test_a_token_under_another_key_is_refused() -> None:
    assert unseal(seal(TOKEN, token_key(b"another deployment")), KEY, TODAY) is None
    assert unseal(seal(TOKEN, b"the deployment's one key, in tests"), KEY, TODAY) is None


@pytest.mark.parametrize(
    "text", ["", "a", "a" * 51, "a" * 53, "1" * 52, "é" * 52, " " * 52, "=" * 52, "a" * 51 + "\n", "\0" * 52]
)
def test_what_is_no_token_at_all_is_refused_without_a_fault(text: str) -> None:
    assert unseal(text, KEY, TODAY) is None


def test_a_purpose_that_nothing_has_is_refused_though_it_is_signed() -> None:
    body = (3 * (1 << 14) + 400).to_bytes(2, "big") + bytes.fromhex("0a1b2c3d4e5f") + bytes(8)
    assert unseal(_signed(body), KEY, TODAY) is None
    known = (2 * (1 << 14) + 400).to_bytes(2, "big") + body[2:]
    assert unseal(_signed(known), KEY, TODAY) is not None


def test_signatures_are_compared_in_constant_time_and_in_no_other_way() -> None:
    tree = ast.parse(inspect.getsource(unseal))
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert "hmac.compare_digest(mac, _mac(body, key))" in calls
    compared = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
    assert not {"mac", "_mac"} & compared


def test_the_key_of_tokens_tells_nothing_of_the_key_it_comes_from() -> None:
    assert token_key(b"one") != token_key(b"two")
    assert len(token_key(b"one")) == 32
    assert b"one" not in token_key(b"one")


# --- expiry -----------------------------------------------------------------------------------------------------------


def test_a_token_holds_through_its_day_and_no_longer() -> None:
    text = seal(TOKEN, KEY)
    assert unseal(text, KEY, TOKEN.expires_on) == TOKEN
    assert unseal(text, KEY, TOKEN.expires_on + timedelta(days=1)) is None


@pytest.mark.parametrize(("said", "held"), [(date(2025, 1, 1), date(2026, 1, 1)), (date(2099, 1, 1), date(2048, 6, 5))])
def test_a_day_that_no_token_can_say_becomes_the_nearest_that_it_can(said: date, held: date) -> None:
    found = unseal(seal(Token("0a1b2c3d4e5f", None, Purpose.REPLY, said), KEY), KEY, date(2026, 1, 1))
    assert found is not None
    assert found.expires_on == held
