// CounterServices
