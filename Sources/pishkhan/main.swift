print("pishkhan")
