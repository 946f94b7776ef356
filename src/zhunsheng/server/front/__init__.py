"""The front door: HTTP. Assembles the apps' endpoints, lets people in, says errors, serves the page and live news."""
