"""No Django: how a delivery is signed, and where it may go."""
