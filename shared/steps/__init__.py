"""One use case a file, on the domain and its ports."""
