"""Settings, addresses and the two entry points of the web server. Nothing here knows a rule of the product."""
