package io.vidette.ingest.rtsp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** A motion-JPEG camera over HTTP that shows pictures over and over, 20 in a second. */
public final class MjpegCamera implements AutoCloseable {
    private static final long PERIOD_NANOS = 50_000_000L;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean running = true;

    private MjpegCamera(HttpServer server) {
        this.server = server;
    }

    /** Over plain HTTP. */
    public static MjpegCamera start(List<byte[]> jpegs) {
        return start(jpegs, Optional.empty());
    }

    /** Over HTTPS. */
    public static MjpegCamera startTls(List<byte[]> jpegs, SSLContext context) {
        return start(jpegs, Optional.of(context));
    }

    private static MjpegCamera start(List<byte[]> jpegs, Optional<SSLContext> tls) {
        try {
            MjpegCamera camera = new MjpegCamera(tls.isPresent() ? secure(tls.get()) : HttpServer.create(address(), 0));
            camera.server.createContext("/video", exchange -> camera.show(exchange, jpegs));
            camera.server.setExecutor(camera.threads);
            camera.server.start();
            return camera;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer secure(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(address(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public String url() {
        return (server instanceof HttpsServer ? "https://localhost:" : "http://127.0.0.1:")
                + server.getAddress().getPort() + "/video";
    }

    private void show(HttpExchange exchange, List<byte[]> jpegs) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=frame");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; running; i++) {
                byte[] jpeg = jpegs.get(i % jpegs.size());
                String head = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(jpeg);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                LockSupport.parkNanos(PERIOD_NANOS);
            }
        }
    }

    @Override
    public void close() {
        running = false;
        server.stop(0);
        threads.shutdownNow();
    }
}
