from __future__ import annotations

from hypothesis import settings

# Hypothesis fails an example that takes 200 ms, which a busy machine makes of any: no test here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
