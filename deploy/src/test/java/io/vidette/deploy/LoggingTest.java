package io.vidette.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.api.Test;

class LoggingTest {
    /** A file that cannot be read leaves log4j with its own default, which prints errors alone. */
    @Test
    void readsItsOwnLoggingConfiguration() {
        Configuration configuration = ((LoggerContext) LogManager.getContext(false)).getConfiguration();
        assertThat(configuration.getConfigurationSource().getLocation()).endsWith("log4j2.xml");
        assertThat(configuration.getLoggerConfig("io.vidette").getLevel()).isEqualTo(Level.INFO);
    }
}
