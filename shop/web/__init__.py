"""HTTP plumbing every room shares: caching, headers, guards, assets, error pages."""
