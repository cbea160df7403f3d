"""The reference registers in Wagtail's admin: what the regulator knows about the law, and edits."""
