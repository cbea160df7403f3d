"""The duplicate gate: which schemes resemble one, how much, and in what.

Five aspects of a scheme are compared: title, scope, objects, basis and criteria (rule SCH-017;
Certification and Accreditation Regulations, article 17). The gate shows and asks; people judge.
"""

from schemes.similarity.comparing import THRESHOLD, likeness
from schemes.similarity.content import content_of, content_of_national
from schemes.similarity.gate import neighbours_of
from schemes.similarity.profiles import Profile, profile
from schemes.similarity.shelf import InForce, shelve_together, unshelve

__all__ = [
    "THRESHOLD",
    "InForce",
    "Profile",
    "content_of",
    "content_of_national",
    "likeness",
    "neighbours_of",
    "profile",
    "shelve_together",
    "unshelve",
]
