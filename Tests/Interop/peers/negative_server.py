"""HTTP/2 servers that misbehave, or do what few servers do, built on the h2 library: one case a process.

    negative_server.py CERTIFICATE KEY CASE

Prints its port. When its standard input ends it says on standard output what it saw that it should not have seen,
and exits with 1 if there was anything. Source: gRPC's public negative-http2-test-descriptions.
"""

import socket
import ssl
import sys
import threading

import h2.config
import h2.connection
import h2.events
import h2.settings

from interop_stubs import test_pb2 as messages

RESPONSE_HEADERS = [(":status", "200"), ("content-type", "application/grpc")]
TRAILERS = [("grpc-status", "0")]
DATA_CHUNK = 1024
MOST_STREAMS = 1


def response_bytes(size):
    body = messages.SimpleResponse(payload=messages.Payload(body=bytes(size))).SerializeToString()
    return b"\0" + len(body).to_bytes(4, "big") + body


class Line:
    """One connection: requests are gathered whole, then the case answers them."""

    def __init__(self, stream, case):
        self.stream = stream
        self.case = case
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        self.h2 = h2.connection.H2Connection(config)
        self.requests = {}
        self.unsent = {}
        self.pings_sent = self.pings_answered = 0
        self.open_streams = 0
        self.has_said_goodbye = False

    def flush(self):
        self.stream.sendall(self.h2.data_to_send())

    def run(self):
        self.h2.initiate_connection()
        if self.case.name == "max_streams":
            self.h2.update_settings({h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS: MOST_STREAMS})
        self.flush()
        while data := self.stream.recv(65536):
            if self.has_said_goodbye:
                continue  # h2 takes nothing after its GOAWAY, not even what crosses it on the wire
            for event in self.h2.receive_data(data):
                self.handle(event)
            self.flush()

    def handle(self, event):
        match event:
            case h2.events.RequestReceived():
                self.open_streams += 1
                self.case.note(self.open_streams <= MOST_STREAMS or self.case.name != "max_streams",
                               f"{self.open_streams} streams at once")
                self.requests[event.stream_id] = b""
            case h2.events.DataReceived():
                self.requests[event.stream_id] += event.data
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                if self.case.name == "ping":
                    self.h2.ping(bytes(8))
                    self.pings_sent += 1
            case h2.events.PingAckReceived():
                self.pings_answered += 1
            case h2.events.WindowUpdated():
                self.send_more()
            case h2.events.StreamEnded():
                message = self.requests.pop(event.stream_id)[5:]
                self.case.answers += 1
                getattr(self, self.case.name)(
                    event.stream_id, response_bytes(messages.SimpleRequest.FromString(message).response_size))

    def send_more(self):
        for stream_id in list(self.unsent):
            padding = 64 if self.case.name == "data_frame_padding" else None
            cost = 0 if padding is None else padding + 1
            while data := self.unsent[stream_id]:
                room = min(
                    self.h2.local_flow_control_window(stream_id), self.h2.max_outbound_frame_size, DATA_CHUNK + cost)
                part = data[:room - cost] if room > cost else b""
                if not part:
                    return
                self.h2.send_data(stream_id, part, pad_length=padding)
                self.unsent[stream_id] = data[len(part):]
            del self.unsent[stream_id]
            self.finish(stream_id)

    def finish(self, stream_id):
        self.open_streams -= 1
        if self.case.name == "rst_after_data":
            self.h2.reset_stream(stream_id)
            return
        self.h2.send_headers(stream_id, TRAILERS, end_stream=True)
        if self.case.name == "goaway":
            self.h2.close_connection(last_stream_id=stream_id)
            self.has_said_goodbye = True

    def answer(self, stream_id, response):
        self.h2.send_headers(stream_id, RESPONSE_HEADERS)
        self.unsent[stream_id] = response
        self.send_more()

    goaway = ping = max_streams = answer
    rst_after_data = data_frame_padding = no_df_padding_sanity_test = answer

    def rst_after_header(self, stream_id, _):
        self.h2.send_headers(stream_id, RESPONSE_HEADERS)
        self.h2.reset_stream(stream_id)

    def rst_during_data(self, stream_id, response):
        self.h2.send_headers(stream_id, RESPONSE_HEADERS)
        self.h2.send_data(stream_id, response[:DATA_CHUNK])
        self.h2.reset_stream(stream_id)


class Case:
    """What is counted over all connections."""

    def __init__(self, name):
        self.name = name
        self.answers = 0
        self.lines = []
        self.faults = []

    def note(self, is_right, fault):
        if not is_right:
            self.faults.append(fault)

    def judge(self):
        self.note(self.answers > 0, "nobody called")
        if self.name == "goaway":
            self.note(len(self.lines) == 2, f"{len(self.lines)} connections in place of two")
        if self.name == "ping":
            for line in self.lines:
                self.note(line.pings_sent == line.pings_answered > 0,
                          f"{line.pings_answered} of {line.pings_sent} pings were answered")
        return self.faults


def main():
    certificate, key, name = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2"])
    case = Case(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as stream:
                line = Line(stream, case)
                case.lines.append(line)
                line.run()
        except OSError:
            pass  # the client has left
        except Exception as error:  # h2 refuses what breaks HTTP/2
            case.note(False, repr(error))

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    print(f"port={listener.getsockname()[1]}", flush=True)
    sys.stdin.read()
    faults = case.judge()
    print("; ".join(faults))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
