package io.vidette.ingest.libav;

import io.vidette.ingest.source.SourceException;
import io.vidette.ingest.source.SourceException.Kind;
import io.vidette.topology.camera.CameraUrl;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Distinguishes an invalid certificate from a network failure after a TLS camera could not be opened. */
final class CertificateCheck {
    private CertificateCheck() {}

    /** What is wrong with the camera's certificate, or nothing when it is sound or the camera cannot be reached. */
    static Optional<SourceException> of(CameraUrl url, Optional<String> caFile, Duration limit) {
        try {
            require(url, caFile, limit);
            return Optional.empty();
        } catch (SourceException e) {
            return Optional.of(e).filter(failure -> failure.kind() == Kind.REFUSED);
        }
    }

    /**
     * Passes only a camera whose certificate is sound and names its host.
     *
     * @throws SourceException of kind {@code REFUSED} for a bad certificate, {@code UNREACHABLE} if none could be read
     */
    static void require(CameraUrl url, Optional<String> caFile, Duration limit) throws SourceException {
        try {
            int standardPort = url.scheme().equals("https") ? 443 : 322;
            int port = url.port().orElse(standardPort);
            handshake(url.host(), port, caFile, (int) limit.toMillis());
        } catch (SSLException e) {
            throw new SourceException(
                    Kind.REFUSED,
                    "the certificate of " + url.shown() + " is not trusted (" + firstLine(e)
                            + "); add its authority to 'caFile', or set verifyTls to false");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new SourceException(
                    Kind.UNREACHABLE,
                    "cannot see the certificate of " + url.shown() + " ("
                            + e.getClass().getSimpleName() + "); check address, network and 'caFile'");
        }
    }

    private static void handshake(String host, int port, Optional<String> caFile, int limitMillis)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(caFile).getTrustManagers(), null);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), limitMillis);
            plain.setSoTimeout(limitMillis);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
        }
    }

    private static TrustManagerFactory trust(Optional<String> caFile) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        if (caFile.isPresent()) {
            try (InputStream in = new FileInputStream(caFile.get())) {
                int n = 0;
                for (Certificate authority :
                        CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    store.setCertificateEntry("ca-" + n++, authority);
                }
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(caFile.isPresent() ? store : null);
        return factory;
    }

    private static String firstLine(SSLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("handshake failed");
    }
}
