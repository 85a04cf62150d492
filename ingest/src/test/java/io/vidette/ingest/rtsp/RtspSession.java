package io.vidette.ingest.rtsp;

import io.vidette.ingest.rtsp.RtpTransport.Datagrams;
import io.vidette.ingest.rtsp.RtpTransport.Interleaved;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client of a test camera. Threading: one thread answers requests, another sends pictures after PLAY. */
final class RtspSession implements Runnable {
    private static final Pattern CHANNELS = Pattern.compile("interleaved=(\\d+)-");
    private static final Pattern PORTS = Pattern.compile("client_port=(\\d+)-(\\d+)");

    private final RtspCamera camera;
    private final Socket socket;
    private final Random random;
    private final OutputStream out;
    private volatile @Nullable RtpTransport transport;
    private volatile boolean ended;

    RtspSession(RtspCamera camera, Socket socket, Random random) throws IOException {
        this.camera = camera;
        this.socket = socket;
        this.random = random;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
    }

    @Override
    public void run() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            Optional<RtspRequest> request = RtspRequest.read(in);
            while (!ended && request.isPresent()) {
                answer(request.get());
                request = RtspRequest.read(in);
            }
        } catch (IOException e) {
            // The client has gone, or the test pulled the plug.
        } finally {
            end(false);
        }
    }

    private void answer(RtspRequest request) throws IOException {
        String method = request.method();
        if (camera.faults().isMute()) {
            return;
        }
        if (!method.equals("OPTIONS") && !camera.access().allows(method, request.header("authorization"))) {
            camera.countRefusal();
            reply(
                    request,
                    "401 Unauthorized",
                    "WWW-Authenticate: " + camera.access().challenge() + "\r\n",
                    "");
            return;
        }
        switch (method) {
            case "OPTIONS" -> reply(request, "200 OK", "Public: OPTIONS, DESCRIBE, SETUP, TEARDOWN, PLAY\r\n", "");
            case "DESCRIBE" -> describe(request);
            case "SETUP" -> setUp(request);
            case "PLAY" -> {
                reply(request, "200 OK", "Session: 1\r\nRange: npt=0-\r\n", "");
                play();
            }
            case "TEARDOWN" -> {
                camera.countTeardown();
                reply(request, "200 OK", "Session: 1\r\n", "");
                end(false);
            }
            default -> reply(request, "200 OK", "Session: 1\r\n", "");
        }
    }

    private void describe(RtspRequest request) throws IOException {
        if (!URI.create(request.uri()).getPath().equals("/cam")) {
            reply(request, "404 Not Found", "", "");
            return;
        }
        String sdp = SessionDescription.of(camera.clip(), camera.faults().isWithoutVideo());
        reply(request, "200 OK", "Content-Base: " + request.uri() + "/\r\nContent-Type: application/sdp\r\n", sdp);
    }

    private void setUp(RtspRequest request) throws IOException {
        String wanted = request.header("transport").orElse("");
        Matcher channels = CHANNELS.matcher(wanted);
        Matcher ports = PORTS.matcher(wanted);
        String agreed;
        if (channels.find()) {
            int channel = Integer.parseInt(channels.group(1));
            transport = new Interleaved(out, channel);
            agreed = "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
        } else if (ports.find()) {
            Datagrams datagrams = Datagrams.open(
                    socket.getInetAddress(), Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
            transport = datagrams;
            agreed = "RTP/AVP;unicast;" + ports.group() + ";server_port="
                    + datagrams.data().getLocalPort() + "-"
                    + datagrams.control().getLocalPort();
        } else {
            reply(request, "461 Unsupported Transport", "", "");
            return;
        }
        reply(request, "200 OK", "Session: 1;timeout=60\r\nTransport: " + agreed + "\r\n", "");
    }

    private void play() {
        RtpTransport way = transport;
        if (way != null) {
            Thread thread = new Thread(() -> show(new RtpStream(way, camera.faults(), random)), "test-camera-show");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void show(RtpStream stream) {
        long start = System.nanoTime();
        long due = start;
        long reportDue = start;
        int index = 0;
        try {
            while (!ended) {
                VideoClip clip = camera.clip();
                if (!camera.faults().isStalled()) {
                    int ticks = (int) ((due - start) * 9 / 100_000);
                    if (due - reportDue >= 0) {
                        stream.sendReport(ticks, Instant.now());
                        reportDue = due + 1_000_000_000L;
                    }
                    stream.sendPicture(
                            clip.codec(),
                            clip.pictures().get(index++ % clip.pictures().size()),
                            ticks);
                }
                due += 1_000_000_000L / clip.fps();
                LockSupport.parkNanos(due - System.nanoTime());
            }
        } catch (IOException e) {
            end(false);
        }
    }

    private void reply(RtspRequest request, String status, String headers, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "RTSP/1.0 " + status + "\r\nCSeq: " + request.header("cseq").orElse("0") + "\r\n" + headers
                        + (content.length > 0 ? "Content-Length: " + content.length + "\r\n" : "") + "\r\n";
        synchronized (out) {
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(content);
            out.flush();
        }
    }

    /** Ends the connection; as if by a power cut, the client gets a reset instead of a farewell. */
    void end(boolean powerCut) {
        ended = true;
        try {
            if (powerCut && !(socket instanceof SSLSocket)) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        RtpTransport way = transport;
        if (way != null) {
            way.close();
        }
        camera.forget(this);
    }
}
