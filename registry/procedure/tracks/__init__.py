"""The tracks that filings follow, one file each; the settings name those that are used."""
