"""What the company agreed, release by release."""
