from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from portal.accounts.models import User

PERSON = User(email="lin.zhixing@body.example", name="林知行", name_en="Lin Zhixing")


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "qwertyuiopas",
        "1qaz2wsx3edc",
        "letmeinletmein",
        "P@ssw0rd2024!!",
        "admin@123456789",
        "woaini1314520",
        "20261129000000",
        "北京北京北京北京北京北京",
        "linzhixing2026",
        "LinZhixing!LinZhixing!",
        "touchstone123",
        "a" * 5000,
    ],
)
def test_a_leaked_repeated_or_personal_password_is_refused(password):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, PERSON)
    assert "password_guessable" in {error.code for error in refusal.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "xK9!fq2mVd7p",
        "七月流火九月授衣无衣无褐",
        "Zijin-Ancha-Mo4lu",
        ("laterne kubikmeter apfelmus " * 5)[:128],
    ],
)
def test_unrelated_words_or_chance_are_accepted(password):
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("xK9!fq2mVd7", "password_too_short"),
        ("xK9!fq2     mVd", "password_too_short"),
        ("xK9!\t \u3000fq2mVd", "password_too_short"),
        ("laterne kubikmeter apfelmus " * 5, "password_too_long"),
        ("天" * 129, "password_too_long"),
    ],
)
def test_a_password_is_neither_shorter_nor_longer_than_allowed(password, code):
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, PERSON)
    assert code in {error.code for error in refusal.value.error_list}
