"""An authority and a server's certificate of it, made for one test."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Certificates:
    """`authority` is the file of an authority, `server()` a context with a certificate of it for `name`."""

    def __init__(self, folder: Path, name: str) -> None:
        self.authority, self._own = folder / "authority.pem", folder / "server.pem"
        authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        issuer, subject = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in ("An authority", name))
        now = datetime.now(UTC)
        empty = (
            x509.CertificateBuilder()
            .issuer_name(issuer)
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
        )
        signer = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
        authority = (
            empty.subject_name(issuer)
            .public_key(authority_key.public_key())
            .serial_number(1)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(signer, critical=False)
            .sign(authority_key, hashes.SHA256())
        )
        server = (
            empty.subject_name(subject)
            .public_key(key.public_key())
            .serial_number(2)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(signer), critical=False)
            .sign(authority_key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        self.authority.write_bytes(authority.public_bytes(pem))
        secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._own.write_bytes(secret + server.public_bytes(pem))

    def server(self) -> ssl.SSLContext:
        """Return what a server shows this certificate with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._own)
        return context
