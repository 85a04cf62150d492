package io.vidette.topology.config;

import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets from a properties file of lines {@code name=user:password}, and from the environment as
 * {@code VIDETTE_SECRET_<NAME>}, which outranks the file. The file is read afresh at each look-up.
 *
 * <p>Threading: any thread may look up. Writes of one process are serialized; if two processes write at the same
 * time, the later write wins.
 */
public final class FileSecrets implements Secrets {
    /** Begins the name of every variable that holds a secret. */
    public static final String ENVIRONMENT_PREFIX = "VIDETTE_SECRET_";

    private static final Logger LOG = LoggerFactory.getLogger(FileSecrets.class);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS_MAY_READ =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final Path file;
    private final Map<String, String> environment;
    private boolean warned;

    /**
     * Reads nothing yet; the file need not exist.
     *
     * @param environment as {@link System#getenv()} gives it
     */
    public FileSecrets(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /** The variable that would hold the secret of this name. */
    public static String variable(String name) {
        return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * Looks up.
     *
     * @throws UserError naming the file or the variable, when it cannot be read or the secret is not of the form
     *     {@code user:password}
     */
    @Override
    public Optional<Credentials> find(String name) {
        String variable = environment.get(variable(name));
        if (variable != null) {
            return Optional.of(parse(variable, "environment variable " + variable(name)));
        }
        return Optional.ofNullable(load().getProperty(name)).map(text -> parse(text, file + ", secret '" + name + "'"));
    }

    /**
     * Looks up a secret that is a single text without a user, such as a signing key.
     *
     * @throws UserError when the file cannot be read
     */
    public Optional<String> findText(String name) {
        return Optional.ofNullable(environment.get(variable(name)))
                .or(() -> Optional.ofNullable(load().getProperty(name)));
    }

    /** Keeps a secret in the file, which is made readable for its owner alone. */
    public synchronized void put(String name, Credentials credentials) {
        Properties secrets = load();
        secrets.setProperty(name, credentials.user() + ":" + credentials.password());
        store(secrets);
    }

    /** Removes a secret; returns whether the file contained it. */
    public synchronized boolean remove(String name) {
        Properties secrets = load();
        if (secrets.remove(name) == null) {
            return false;
        }
        store(secrets);
        return true;
    }

    private static Credentials parse(String text, String where) {
        try {
            return Credentials.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(where + ": " + e.getMessage(), e);
        }
    }

    private synchronized Properties load() {
        Properties secrets = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            secrets.load(reader);
            warnWhenOthersMayRead();
        } catch (NoSuchFileException e) {
            return secrets;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot read the secrets in " + file + "; check the file and its permissions", e);
        }
        return secrets;
    }

    /** Not refused: Kubernetes mounts secrets readable for a group. */
    private void warnWhenOthersMayRead() throws IOException {
        if (warned || !Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS_MAY_READ::contains)) {
            warned = true;
            LOG.warn("the secrets in {} can be read by other users; chmod 600 {}", file, file);
        }
    }

    /** Writes a temporary file and renames it, so that readers and crashes never see a partial file. */
    private void store(Properties secrets) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            Path aside = Files.createTempFile(
                    directory, ".secrets", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            try {
                try (Writer writer = Files.newBufferedWriter(aside, StandardCharsets.UTF_8)) {
                    secrets.store(writer, "name=user:password");
                }
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw new UserError("cannot write the secrets to " + file + ": " + FileFault.inWords(e), e);
        }
    }
}
