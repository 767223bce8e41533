"""What makes the project's own files: set-up, and pages that are generated."""
