"""Tests of the stand-in for the payment provider: the real library over real HTTP on this machine."""
