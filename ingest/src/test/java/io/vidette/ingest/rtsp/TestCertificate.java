package io.vidette.ingest.rtsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that vouches for itself, made afresh for a test.
 *
 * @param context for a server that shows it
 * @param authority PEM file for a client that trusts it
 */
public record TestCertificate(SSLContext context, Path authority) {
    /** For a host, with files in a directory of the test's. */
    public static TestCertificate forHost(String host, Path directory) {
        return make(host, "san=dns:" + host, directory);
    }

    /** For a host that is known by its address alone. */
    public static TestCertificate forAddress(String address, Path directory) {
        return make(address, "san=ip:" + address, directory);
    }

    private static TestCertificate make(String host, String alternativeName, Path directory) {
        Path store = directory.resolve(host + ".p12");
        char[] password = "changeit".toCharArray();
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "camera",
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            alternativeName,
                            "-ext",
                            "bc:c=ca:true",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit")
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, password);
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            Path pem = directory.resolve(host + ".pem");
            String base64 = Base64.getMimeEncoder()
                    .encodeToString(keys.getCertificate("camera").getEncoded());
            Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
            return new TestCertificate(context, pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
