package io.vidette.deploy.cli;

import io.vidette.deploy.cli.bench.BenchCommand;
import io.vidette.deploy.cli.camera.CameraCommand;
import io.vidette.deploy.cli.evaluate.Track;
import io.vidette.deploy.cli.evaluate.Val;
import io.vidette.deploy.cli.model.ModelCommand;
import io.vidette.deploy.cli.model.Predict;
import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.deploy.cli.option.Invocation;
import io.vidette.deploy.cli.sink.SinkCommand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** The {@code vidette} command. Exit codes: 0, 1 after a failure, 2 after a usage error. */
@Command(
        name = "vidette",
        description = "RTSP cameras in, detection events on Kafka out.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vidette up --weights yolov5n.pt --camera gate=rtsp://user:password@10.0.0.7/main",
            "  vidette run detect --bootstrap-servers kafka:9092 --weights best.pt",
            "  vidette camera add gate rtsp://user:password@10.0.0.7/main --fps 5",
            "  vidette camera list --json",
            "  vidette config show --config vidette.yaml"
        })
public final class Vidette implements Callable<Integer>, Invocation {
    private static final List<Class<?>> COMMANDS = List.of(
            Up.class,
            Run.class,
            CameraCommand.class,
            TopicCommand.class,
            ModelCommand.class,
            Predict.class,
            Val.class,
            ReplayCommand.class,
            SinkCommand.class,
            Track.class,
            BenchCommand.class,
            ConfigCommand.class);

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;
    private final Path workingDirectory;

    /**
     * Runs nowhere yet.
     *
     * @param environment as {@link System#getenv()} gives it
     * @param workingDirectory where {@code vidette.yaml} is looked for
     */
    public Vidette(Map<String, String> environment, Path workingDirectory) {
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
    }

    public static void main(String[] arguments) {
        int code =
                new Vidette(System.getenv(), Path.of("")).commandLine(arguments).execute(arguments);
        System.exit(withReport(code, System.out, System.err));
    }

    /** The exit code: 1 if the report was not written, as on a full disk; a PrintStream does not throw. */
    static int withReport(int code, PrintStream out, PrintStream err) {
        if (code != 0 || !out.checkError()) {
            return code;
        }
        err.println("vidette: cannot write the whole report to stdout; check the disk or the reading program");
        return 1;
    }

    /** Called without a command: prints the usage and returns the exit code of a usage error. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return spec.exitCodeOnInvalidInput();
    }

    /** The parser and runner of every command, with what ends and reports an error. */
    public CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** As {@link #commandLine()}, for these arguments. A node starts sooner where it reads the options of no other command. */
    CommandLine commandLine(String[] arguments) {
        return COMMANDS.stream()
                .filter(command -> arguments.length > 0
                        && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .findFirst()
                .map(command -> commandLine(List.of(command)))
                .orElseGet(this::commandLine);
    }

    private CommandLine commandLine(List<Class<?>> commands) {
        OneLineErrors errors = new OneLineErrors();
        CommandSpec root = CommandSpec.forAnnotatedObject(this);
        commands.forEach(command -> root.addSubcommand(
                command.getAnnotation(Command.class).name(), CommandSpec.forAnnotatedObject(command)));
        CommandLine all = new CommandLine(root);
        Map<String, IHelpSectionRenderer> sections = new HashMap<>(all.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, Vidette::examples);
        all.setHelpSectionMap(sections);
        return all.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(parsed -> {
                    CommonOptions options = CommonOptions.of(parsed.asCommandLineList());
                    if (options != null) {
                        options.setLogLevels();
                    }
                    return new CommandLine.RunLast().execute(parsed);
                });
    }

    /** Examples are meant to be copied, so they are not wrapped. */
    private static String examples(CommandLine.Help help) {
        String[] lines = help.commandSpec().usageMessage().footer();
        return lines.length == 0 ? "" : String.join(System.lineSeparator(), lines) + System.lineSeparator();
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Path workingDirectory() {
        return workingDirectory;
    }
}
