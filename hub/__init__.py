"""The Hub and Spaces: fetching, publishing and deploying networks."""
