package io.vidette.deploy.cli.option;

import io.vidette.deploy.cli.output.Output;
import io.vidette.deploy.node.NodeConfig;
import io.vidette.topology.config.ConfigOverride;
import io.vidette.topology.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every command takes, and the configuration that comes of it. Commands that need Kafka or the data directory take
 * {@link ClusterOptions}.
 */
public class CommonOptions {
    /** Of the mixin, in every command that has it. */
    static final String NAME = "common";

    private static final String DEFAULT_FILE = "vidette.yaml";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML configuration (default: $VIDETTE_CONFIG, or " + DEFAULT_FILE + " here if it exists).")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set any key of the configuration; repeatable.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(names = "--json", description = "Report one JSON object per line on stdout.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log more, and show where an error came from.")
    private boolean verbose;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "Level of Vidette's log: error, warn, info, debug or trace (default: info).")
    private @Nullable LogLevel logLevel;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    public void help(boolean requested) {}

    /** Of the log on stderr. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    public boolean isJson() {
        return json;
    }

    public boolean isVerbose() {
        return verbose;
    }

    /** The configuration with these options applied. */
    public NodeConfig load() {
        return load(List.of());
    }

    /** The configuration with these options and a command's own applied. */
    public NodeConfig load(List<ConfigOverride> own) {
        return load(List.of(), own);
    }

    /** The same over what a command sets where nobody does: these outrank the file, and every option outranks them. */
    public NodeConfig load(List<ConfigOverride> defaults, List<ConfigOverride> own) {
        List<ConfigOverride> overrides = new ArrayList<>(defaults);
        overrides.addAll(overrides());
        overrides.addAll(own);
        return reader().read(file(), invocation().environment(), overrides).config();
    }

    /** The same, with where every value came from. */
    public ConfigReader.Loaded<NodeConfig> read() {
        return reader().read(file(), invocation().environment(), overrides());
    }

    /** The configuration file, if there is one. */
    public Optional<Path> file() {
        Path given = config;
        if (given != null) {
            return Optional.of(given);
        }
        String variable = invocation().environment().get("VIDETTE_CONFIG");
        if (variable != null && !variable.isBlank()) {
            return Optional.of(Path.of(variable));
        }
        return Optional.of(invocation().workingDirectory().resolve(DEFAULT_FILE))
                .filter(Files::exists);
    }

    /** Where the command reports to. */
    public Output output() {
        return new Output(command.commandLine().getOut(), command.commandLine().getErr(), json);
    }

    public void setLogLevels() {
        LogLevel ours = logLevel;
        if (ours == null && !verbose) {
            return;
        }
        Configurator.setLevel("io.vidette", ours == null ? Level.DEBUG : Level.valueOf(ours.name()));
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
            Configurator.setLevel("org.apache.kafka.clients.NetworkClient", Level.WARN);
        }
    }

    /** The keys of the configuration that are options here; a list that may be added to. */
    public List<ConfigOverride> overrides() {
        List<ConfigOverride> overrides = new ArrayList<>();
        others.forEach((key, value) -> overrides.add(new ConfigOverride(key, value, "--set")));
        return overrides;
    }

    private static ConfigReader<NodeConfig> reader() {
        return new ConfigReader<>(NodeConfig.class);
    }

    public static void add(List<ConfigOverride> overrides, String key, @Nullable String value, String option) {
        if (value != null) {
            overrides.add(new ConfigOverride(key, value, option));
        }
    }

    public Invocation invocation() {
        return (Invocation) command.root().userObject();
    }

    /** The common options of the command that was given, if it has them. */
    public static @Nullable CommonOptions of(List<CommandLine> given) {
        CommandSpec mixin =
                given.get(given.size() - 1).getCommandSpec().mixins().get(NAME);
        return mixin == null ? null : (CommonOptions) mixin.userObject();
    }
}
