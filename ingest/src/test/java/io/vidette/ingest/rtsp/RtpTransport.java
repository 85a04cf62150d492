package io.vidette.ingest.rtsp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** How RTP and RTCP packets reach the client. */
interface RtpTransport extends AutoCloseable {
    void send(boolean control, byte[] packet) throws IOException;

    void flush() throws IOException;

    @Override
    void close();

    /** Between the RTSP answers, on the same connection; writes are guarded by the stream itself. */
    record Interleaved(OutputStream out, int channel) implements RtpTransport {
        @Override
        public void send(boolean control, byte[] packet) throws IOException {
            synchronized (out) {
                out.write('$');
                out.write(channel + (control ? 1 : 0));
                out.write(packet.length >> 8);
                out.write(packet.length);
                out.write(packet);
            }
        }

        @Override
        public void flush() throws IOException {
            synchronized (out) {
                out.flush();
            }
        }

        @Override
        public void close() {}
    }

    /** Datagrams from two ports of ours to two ports of the client. */
    record Datagrams(DatagramSocket data, DatagramSocket control, InetAddress client, int dataPort, int controlPort)
            implements RtpTransport {
        static Datagrams open(InetAddress client, int dataPort, int controlPort) throws IOException {
            InetAddress here = InetAddress.getLoopbackAddress();
            return new Datagrams(
                    new DatagramSocket(0, here), new DatagramSocket(0, here), client, dataPort, controlPort);
        }

        @Override
        public void send(boolean isControl, byte[] packet) throws IOException {
            if (isControl) {
                control.send(new DatagramPacket(packet, packet.length, client, controlPort));
            } else {
                data.send(new DatagramPacket(packet, packet.length, client, dataPort));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            data.close();
            control.close();
        }
    }
}
