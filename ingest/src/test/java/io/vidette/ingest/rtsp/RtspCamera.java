package io.vidette.ingest.rtsp;

import io.vidette.ingest.rtsp.RtspAccess.Scheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * An RTSP camera inside the test's process: H.264 or H.265 over TCP or UDP, sender reports, Basic and Digest, TLS, and
 * faults.
 *
 * <p>Threading: safe from any thread. Owns one thread that accepts, and two for each client.
 */
public final class RtspCamera implements AutoCloseable {
    private final CameraFaults faults = new CameraFaults();
    private final Set<RtspSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger teardowns = new AtomicInteger();
    private final Random random;
    private final ServerSocketFactory sockets;
    private final boolean tls;
    private volatile ServerSocket server;
    private volatile Thread acceptor = new Thread();
    private volatile VideoClip clip;
    private volatile RtspAccess access = RtspAccess.open();

    private RtspCamera(VideoClip clip, ServerSocketFactory sockets, boolean tls, long seed) {
        this.clip = clip;
        this.sockets = sockets;
        this.tls = tls;
        this.random = new Random(seed);
        this.server = listen(0);
    }

    /** A camera that anyone may see; the seed decides which packets suffer from faults. */
    public static RtspCamera start(VideoClip clip, long seed) {
        return new RtspCamera(clip, ServerSocketFactory.getDefault(), false, seed);
    }

    /** A camera that speaks TLS. */
    public static RtspCamera startTls(VideoClip clip, SSLContext context, long seed) {
        return new RtspCamera(clip, context.getServerSocketFactory(), true, seed);
    }

    private ServerSocket listen(int port) {
        try {
            ServerSocket listening = sockets.createServerSocket(port, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> accept(listening), "test-camera-accept");
            thread.setDaemon(true);
            thread.start();
            acceptor = thread;
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (true) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                RtspSession session = new RtspSession(this, socket, new Random(random.nextLong()));
                sessions.add(session);
                Thread thread = new Thread(session, "test-camera-session");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Without user and password. */
    public String url() {
        return (tls ? "rtsps://localhost:" : "rtsp://127.0.0.1:") + server.getLocalPort() + "/cam";
    }

    /** The switches for what goes wrong. */
    public CameraFaults faults() {
        return faults;
    }

    /** From the next request on, asks for these by Digest. */
    public void protectByDigest(String user, String password) {
        access = new RtspAccess(Scheme.DIGEST, user, password);
    }

    /** From the next request on, asks for these by Basic. */
    public void protectByBasic(String user, String password) {
        access = new RtspAccess(Scheme.BASIC, user, password);
    }

    /** Shows another clip from the next picture on, as a camera does whose resolution is changed. */
    public void show(VideoClip next) {
        clip = next;
    }

    /** Resets all connections, as if the plug were pulled and put back at once. */
    public void powerCut() {
        sessions.forEach(session -> session.end(true));
    }

    /** Pulls the plug. */
    public void turnOff() {
        close(server);
        // Until it has noticed, the address still answers, and what it accepts would outlive the power cut.
        awaitEnd(acceptor);
        powerCut();
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts the plug back: the same address answers again. */
    public void turnOn() {
        server = listen(server.getLocalPort());
    }

    /** How many times a client connected. */
    public int connections() {
        return connections.get();
    }

    /** How many requests were refused for want of the right password. */
    public int refusals() {
        return refusals.get();
    }

    /** How many clients took their leave. */
    public int teardowns() {
        return teardowns.get();
    }

    /** Clients connected now. */
    public int clients() {
        return sessions.size();
    }

    VideoClip clip() {
        return clip;
    }

    RtspAccess access() {
        return access;
    }

    void countRefusal() {
        refusals.incrementAndGet();
    }

    void countTeardown() {
        teardowns.incrementAndGet();
    }

    void forget(RtspSession session) {
        sessions.remove(session);
    }

    private static void close(ServerSocket server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        close(server);
        sessions.forEach(session -> session.end(false));
    }
}
