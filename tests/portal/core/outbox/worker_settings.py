"""Settings of a worker in a process of its own: the database and mail server of the test."""

import os

from portal.settings.test import *  # noqa: F403

DATABASES = {"default": {**globals()["DATABASES"]["default"], "NAME": os.environ["TEST_DATABASE"]}}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_MAIL_PORT"])
EMAIL_USE_TLS = EMAIL_USE_SSL = False
EMAIL_TIMEOUT = 60
OUTBOX = {
    "QUEUES": {
        "mail": {"attempts": 9, "limit": 3},
        "publication": {"attempts": 9, "limit": 3},
        "rendering": {"attempts": 9, "limit": 3},
        "webhooks": {"attempts": 9, "limit": 3},
        "examination": {"attempts": 9, "limit": 3},
    },
    "FIRST_PAUSE": 0.1,
    "LONGEST_PAUSE": 0.1,
    "MARGIN": 0.5,
    "INTERVAL": 0.1,
}
