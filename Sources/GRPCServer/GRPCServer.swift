// GRPCServer
