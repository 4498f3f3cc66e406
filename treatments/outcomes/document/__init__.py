"""The printed patient report: what it says (pure), its layout in Typst, its tables as a file."""
