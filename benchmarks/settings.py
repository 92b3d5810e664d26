"""The project's settings, with a hello view beside its pages and no limit on how often one address may read."""

from progress.settings import *  # noqa: F403  # settings are layered this way
from progress.settings import REST_FRAMEWORK

ROOT_URLCONF = "benchmarks.urls"
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = dict.fromkeys(
    REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "1000000000/min"
)
