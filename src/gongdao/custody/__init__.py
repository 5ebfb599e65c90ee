"""Custody: what was delivered, sealed with the platform until the order says who gets it.

This room keeps bytes (store, sealing, keys), opens hostile archives (unpack, names), asks a virus scanner
(clamd) and prepares what a buyer may see without receiving a copy (inspection). It refuses to decide who may
see or receive anything: that is the kernel's, and a service calls this room after the kernel has said yes.
"""
