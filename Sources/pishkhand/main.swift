print("pishkhand")
