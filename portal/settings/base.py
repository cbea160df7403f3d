"""What is the same everywhere: applications, middleware, languages, policies."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings.environment import ROOT, Environment, database_settings, storage_settings

INSTALLED_APPS = [
    "portal",
    "portal.demo",
    "cms",
    "registry",
    "schemes",
    "portal.accounts",
    "portal.reference",
    "portal.core",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "django_htmx",
    "csp",
    "ninja",
    "django_tasks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside of WhiteNoise, which brings compressed files only once they are collected. Pads each
    # answer by a random length, so that secrets cannot be measured (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "portal.core.privacy.NoStoreMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.LanguageChoiceMiddleware",
    "portal.core.middleware.OwnLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.core.idling.IdleLimitMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.reference.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.policies.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.middleware.DomainErrorsMiddleware",
    "portal.core.middleware.ExportsMiddleware",
    "cms.counterparts.CounterpartMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.core.context.portal",
            ],
            "builtins": ["portal.core.templatetags.portal"],
        },
    }
]

# --- people -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "portal.accounts.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.accounts.passwords.GuessablePasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after-login"
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Wrong passwords count for a device that is known (portal.accounts.known_devices) and for all known
# devices of the account; those from elsewhere for the account and for the address. In no hour are
# more than 100 looked at for one account, whatever way they come (OWASP ASVS 2.2.1). Posts that
# count for an address alone would let one person in an office lock out all others, so allauth's own
# limits of that kind are off where there is nothing to guess.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "5/5m/key,40/h/key",
    "login_failed_address": "20/m/ip",
    "login_failed_device": "10/5m/key",
    "login_failed_known": "30/h/key",
    # The present password is asked for there as well.
    "change_password": "5/m/user,20/h/user",
}
MFA_RATE_LIMITS = {"webauthn_login": ""}
# What changes how somebody signs in asks for a proof again and tells them at the old address.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# One address a person, which counts when the code that was sent to it has been entered.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
MFA_ADAPTER = "portal.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "portal.accounts.forms.AddKeyForm"}
MFA_TOTP_ISSUER = "Touchstone"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SITE_ID = 1

# --- languages --------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# The second holds what Wagtail's own Chinese lacks.
LOCALE_PATHS = [ROOT / "portal" / "locale", ROOT / "portal" / "locale" / "wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["portal.formats"]

# --- files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [
    ("govuk", ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = ROOT / "var" / "media"
# A rule of 25 KB edited by section stays far below; an import bundle may not pass this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "portal.core.uploads.BoundedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- content ----------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Touchstone"
WAGTAILADMIN_BASE_URL = ""
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Every editor may publish; what was handed to Wagtail's moderators would wait for nobody.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Passwords and mail addresses are changed at one place, the person's own account.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "json", "zip"]

# --- policies ---------------------------------------------------------------------------
# Strict everywhere; portal.core.policies loosens it for Wagtail's admin alone.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
TASKS = {"default": {"BACKEND": "portal.core.tasks.OutboxBackend"}}
# The tracks that filings can follow, a module each; the one that a submission follows where no
# row of the regulator's rules on tracks asks for another.
TRACKS = [
    f"registry.procedure.tracks.{name}"
    for name in (
        "filing",
        "approval",
        "commitment",
        "registration",
        "declaration",
        "issue",
        "release",
    )
]
TRACK_OF_SUBMISSIONS = "filing"
# The acts in the life of an entry, a module each.
ENTRY_ACTS = [
    "registry.register.acts.suspending",
    "registry.register.acts.deregistering",
    "registry.register.acts.joint_use",
    "registry.register.acts.removing",
    "registry.register.acts.absorbing",
    "registry.register.acts.designating",
    "registry.register.acts.licence_over",
    "registry.register.acts.freezing",
    "registry.register.acts.piloting",
    "registry.register.acts.warning",
    "registry.register.acts.conditions",
    "registry.register.acts.correcting",
    "registry.register.acts.owners",
]

# Side effects (portal.core.queues). Times are seconds. A mail is tried for four days, as RFC 5321
# 4.5.4.1 asks of who hands mail on; the rest for some hours.
OUTBOX: dict[str, Any] = {
    "QUEUES": {
        "mail": {"attempts": 25, "limit": 300},
        "publication": {"attempts": 12, "limit": 120},
        # For about a day and a half; whoever was away longer asks the API.
        "webhooks": {"attempts": 16, "limit": 60},
        "rendering": {"attempts": 8, "limit": 300},
        "examination": {"attempts": 8, "limit": 300},
    },
    "FIRST_PAUSE": 30,
    "LONGEST_PAUSE": 6 * 60 * 60,
    # A lease outlives the process that holds it by so much.
    "MARGIN": 30,
    # Days that what was carried out is remembered (portal.core.forgetting); longer where its key
    # keeps it from happening again, as with a reminder that is due every day for months.
    "KEPT_DAYS": 30,
    "KEYS_KEPT_DAYS": 400,
    # Seconds between two looks for what the day asks for and what can be forgotten.
    "TENDING": 60 * 60,
    # How often a worker that has nothing to do looks again.
    "INTERVAL": 1,
}
# Days for which a request to the API that comes again is known by its key.
API_KEYS_KEPT_DAYS = 30
# Messages to bodies' systems (registry.webhooks): seconds to wait for an answer, days that a
# message is kept, hours for which a former secret signs as well. To this machine itself nothing
# is ever sent; the test suite alone allows it.
WEBHOOKS: dict[str, Any] = {
    "SECONDS": 10,
    "KEPT_DAYS": 30,
    "FORMER_HOURS": 24,
    "LOOPBACK": False,
}
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.core.log_lines.Line",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "security": {"()": "portal.core.security_log.OneLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "security": {"class": "logging.StreamHandler", "formatter": "security"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each page saved would be three lines; Wagtail keeps its own history of them.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        # One PDF file would be twenty lines.
        "weasyprint.progress": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # docs/security-log.md
        "portal.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
    },
}


def from_environment(environment: Environment) -> dict[str, Any]:
    """The settings that a deployment chooses, ready for a settings module's globals."""
    import environ

    email: dict[str, Any] = environ.Env.email_url_config(environment.email_url)
    return {
        "SECRET_KEY": environment.secret_key,
        "SECRET_KEY_FALLBACKS": environment.secret_key_fallbacks,
        "DEBUG": environment.debug,
        "ALLOWED_HOSTS": environment.allowed_hosts,
        "DATABASES": {"default": database_settings(environment)},
        "CACHES": {"default": environ.Env.cache_url_config(environment.cache_url)},
        "STORAGES": {
            "default": storage_settings(environment),
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
                if environment.debug
                else "whitenoise.storage.CompressedManifestStaticFilesStorage"
            },
        },
        "SITE_URL": environment.site_url,
        "WORK_PROCESSES": environment.work_processes,
        "WORK_SECONDS": environment.work_seconds,
        "WORK_MEGABYTES": environment.work_megabytes,
        "SESSION_IDLE_MINUTES": environment.session_idle_minutes,
        "WAGTAILADMIN_BASE_URL": environment.site_url,
        "CSRF_TRUSTED_ORIGINS": [environment.site_url],
        "ALLAUTH_TRUSTED_PROXY_COUNT": environment.trusted_proxy_count,
        "SECOND_FACTOR_REQUIRED": environment.second_factor_required,
        "OVERSIGHT_EMAIL": environment.oversight_email,
        "REGISTER_SIGNING_KEY": environment.register_signing_key,
        "REGISTER_FORMER_KEYS": environment.register_former_keys,
        "SEALING_KEYS": environment.sealing_keys,
        "REGULATOR_NAME": {
            "zh": environment.regulator_name_zh,
            "en": environment.regulator_name_en,
        },
        **email,
        # Without it a silent mail server would be waited for without end.
        "EMAIL_TIMEOUT": environment.email_timeout,
        "DEFAULT_FROM_EMAIL": "Touchstone <no-reply@regulator.example>",
    }
