package io.vidette.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class HelpTest {
    private static final Pattern SPACES = Pattern.compile(" +");

    @ParameterizedTest
    @ValueSource(strings = {"predict", "val", "model import", "bench inference"})
    void omitsKafkaOptionsForCommandsWithoutKafka(String command) {
        assertThat(help(command))
                .contains("--config", "--json")
                .doesNotContain("--bootstrap-servers", "--topic-prefix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "run",
                "camera add",
                "topic create",
                "model diff",
                "sink jsonl",
                "sink webhook",
                "replay",
                "bench pipeline",
                "bench framework",
                "bench cameras",
                "bench replay",
                "config show"
            })
    void listsKafkaOptionsForCommandsWithKafka(String command) {
        assertThat(help(command)).contains("--config", "--bootstrap-servers", "--data");
    }

    @Test
    void printsTheSameHelpForOneCommandAsForAll() {
        Vidette vidette = new Vidette(Map.of(), Path.of(""));
        assertThat(vidette.commandLine().getSubcommands().keySet()).isNotEmpty().allSatisfy(command -> {
            CommandLine alone = vidette.commandLine(new String[] {command});
            assertThat(alone.getSubcommands()).containsOnlyKeys(command);
            assertThat(help(alone, command)).isEqualTo(help(command));
        });
        assertThat(vidette.commandLine(new String[] {"no-such"}).getSubcommands())
                .hasSameSizeAs(vidette.commandLine().getSubcommands());
    }

    @Test
    void keepsExamplesOnOneLine() {
        String example = "  vidette replay --model yolov5s.pt --from 1200 --to 3400 --name night --restart";
        assertThat(help("replay").lines()).contains(example);
        everyCommand(new Vidette(Map.of(), Path.of("")).commandLine(), command -> {
            List<String> examples =
                    List.of(command.getCommandSpec().usageMessage().footer());
            assertThat(command.getUsageMessage().lines()).containsAll(examples);
        });
    }

    @Test
    void showsOnlyExamplesThatParse() {
        CommandLine vidette = new Vidette(Map.of(), Path.of("")).commandLine();
        everyCommand(vidette, command -> {
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                int begin = line.indexOf("vidette ");
                if (begin >= 0 && line.startsWith("  ")) {
                    String words =
                            line.substring(begin).replaceFirst(" [>|] .*", "").replaceAll("['\"]", "");
                    List<String> arguments = List.of(SPACES.split(words));
                    assertThatCode(() -> vidette.parseArgs(
                                    arguments.subList(1, arguments.size()).toArray(String[]::new)))
                            .as(line)
                            .doesNotThrowAnyException();
                }
            }
        });
    }

    private static void everyCommand(CommandLine command, Consumer<CommandLine> check) {
        check.accept(command);
        command.getSubcommands().values().forEach(below -> everyCommand(below, check));
    }

    private static String help(String command) {
        return help(new Vidette(Map.of(), Path.of("")).commandLine(), command);
    }

    private static String help(CommandLine vidette, String command) {
        StringWriter out = new StringWriter();
        vidette.setOut(new PrintWriter(out, true));
        assertThat(vidette.execute((command + " --help").split(" ", -1))).isZero();
        return out.toString();
    }
}
