package io.vidette.deploy.cli;

import io.vidette.topology.config.EffectiveSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Settings as a YAML file that says the same, with the origin of each value as a comment. */
final class ConfigYaml {
    /** What needs no quotes whatever YAML makes of dots, dashes and colons. */
    private static final Pattern PLAIN =
            Pattern.compile("|[a-zA-Z0-9./_][a-zA-Z0-9./_:,-]*[a-zA-Z0-9./_]|[a-zA-Z0-9/]|\\[.*]|\\{.*}");

    private ConfigYaml() {}

    static List<String> lines(List<EffectiveSetting> settings) {
        List<String> lines = new ArrayList<>();
        List<String> open = List.of();
        for (EffectiveSetting setting : settings) {
            List<String> path = List.of(setting.key().split("\\."));
            List<String> sections = path.subList(0, path.size() - 1);
            for (int depth = 0; depth < sections.size(); depth++) {
                if (depth >= open.size() || !open.subList(0, depth + 1).equals(sections.subList(0, depth + 1))) {
                    lines.add("  ".repeat(depth) + sections.get(depth) + ":");
                }
            }
            open = sections;
            lines.add("  ".repeat(sections.size()) + path.get(path.size() - 1) + ": " + quoted(setting.value()) + "  # "
                    + setting.origin());
        }
        return lines;
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "''") + "'";
    }
}
