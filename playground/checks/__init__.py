"""What Telegram would refuse: limits and meanings that can be judged from the parameters of a request alone."""
