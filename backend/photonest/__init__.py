"""PhotoNest: a photo gallery people run themselves. Data, rules, API and jobs."""

__version__ = "0.1.0"
