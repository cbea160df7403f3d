"""The pages of an expert who was asked: entered by a secret link, without an account."""
