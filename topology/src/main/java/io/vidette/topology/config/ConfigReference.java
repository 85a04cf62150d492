package io.vidette.topology.config;

import io.vidette.topology.config.ConfigSchema.Section;
import java.util.ArrayList;
import java.util.List;

/** The reference page of the configuration in Markdown, generated from the records so that it is always correct. */
public final class ConfigReference {
    private static final String HEAD = """
            # Configuration

            Generated from the code: `vidette config reference` prints this page, and a test compares the two.

            Every key has a default. A value is taken from the command line, else from the environment variable, else from
            the YAML file (`--config`, `VIDETTE_CONFIG`, or `vidette.yaml` in the working directory), else it is the default.
            An unknown key or variable is refused. Durations are written `50ms`, `10s`, `5m`, `1h`, `7d`; sizes `512KiB`,
            `64MiB`, `4GiB`. In a variable, lists are written `a,b` and maps `a=1,b=2`.
            """;

    private ConfigReference() {}

    /** The page for a root record. */
    public static String markdown(Class<? extends Record> type) {
        StringBuilder page = new StringBuilder(HEAD);
        section(new ConfigSchema(type).root(), page);
        return page.toString();
    }

    private static void section(Section section, StringBuilder page) {
        List<Section> sections = new ArrayList<>();
        List<ConfigKey> keys = new ArrayList<>();
        section.children().values().forEach(node -> node.map(sections::add, leaf -> keys.add(leaf.key())));
        if (!keys.isEmpty()) {
            head(section, page);
        }
        keys.forEach(key -> row(key, page));
        sections.forEach(child -> section(child, page));
    }

    private static void head(Section section, StringBuilder page) {
        page.append("\n## ")
                .append(section.path().isEmpty() ? "General" : "`" + section.path() + "`")
                .append("\n\n| key | default | allowed | what and why |\n| --- | --- | --- | --- |\n");
    }

    private static void row(ConfigKey key, StringBuilder page) {
        String standard = key.setting().value();
        String range = key.setting().range().isEmpty()
                ? ValueType.of(key.type()).description()
                : key.setting().range();
        page.append("| `%s`<br>`%s` | %s | %s | %s |%n"
                .formatted(
                        key.path(),
                        key.environment(),
                        standard.isEmpty() ? "–" : "`" + standard + "`",
                        cell(range),
                        cell(key.setting().why()))
                .replace(System.lineSeparator(), "\n"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
