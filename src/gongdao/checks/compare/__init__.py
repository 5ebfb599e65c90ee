"""Compare what two renderings showed. Pure: facts and pixel arrays in, differences and scores out."""
