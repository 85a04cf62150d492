package io.vidette.topology.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.topology.config.Secrets.Credentials;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSecretsTest {
    private static final Credentials CREDENTIALS = new Credentials("user", "p:ä=s\\s#!");

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private FileSecrets secrets = new FileSecrets(file, Map.of());

    @BeforeEach
    void open() {
        file = directory.resolve("below").resolve("secrets.properties");
        secrets = new FileSecrets(file, Map.of());
    }

    @Test
    void findsNothingWithoutAFile() {
        assertThat(secrets.find("gate")).isEmpty();
    }

    @Test
    void storesSecretsReadableByTheOwnerOnly() throws IOException {
        secrets.put("gate", CREDENTIALS);
        secrets.put("yard", new Credentials("u", "v"));

        assertThat(secrets.find("gate")).contains(CREDENTIALS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory.resolve("below"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void readsAChangeByAnotherProcess() {
        assertThat(secrets.find("gate")).isEmpty();

        new FileSecrets(file, Map.of()).put("gate", CREDENTIALS);

        assertThat(secrets.find("gate")).contains(CREDENTIALS);
    }

    @Test
    void removesASecret() {
        secrets.put("gate", CREDENTIALS);

        assertThat(secrets.remove("gate")).isTrue();
        assertThat(secrets.remove("gate")).isFalse();
        assertThat(secrets.find("gate")).isEmpty();
    }

    @Test
    void prefersTheEnvironment() {
        secrets.put("front-gate", new Credentials("a", "b"));
        FileSecrets both = new FileSecrets(file, Map.of("VIDETTE_SECRET_FRONT_GATE", "c:d"));

        assertThat(both.find("front-gate")).contains(new Credentials("c", "d"));
    }

    @Test
    void refusesASecretWithoutAColonAndDoesNotShowIt() {
        FileSecrets wrong = new FileSecrets(file, Map.of("VIDETTE_SECRET_GATE", "hunter2"));

        assertThatThrownBy(() -> wrong.find("gate"))
                .isInstanceOf(UserError.class)
                .hasMessage("environment variable VIDETTE_SECRET_GATE: a secret must be of the form user:password");
    }
}
