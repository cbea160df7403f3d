"""Uploaded SVG, made safe: read whatever program wrote it, and written anew from what is allowed.

The kept form shows the same picture as the file, or the file is refused with the reason: the
cleaning refuses what it does not know, and `schemes.files.preview` compares the two by pixels.
"""
