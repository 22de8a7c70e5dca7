"""Services outside this machine: who said yes to what, what left, and what came back."""
