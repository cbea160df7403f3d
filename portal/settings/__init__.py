"""Settings: `environment` reads the environment, `base` holds what never varies."""
