"""The contracts as test suites: whoever offers one side subclasses the suite and runs it."""
