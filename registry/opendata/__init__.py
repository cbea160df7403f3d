"""The register for programs: records, the API, the feed."""
