package io.vidette.topology.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.vidette.topology.config.ConfigSchema.Node;
import io.vidette.topology.config.ConfigSchema.Section;
import io.vidette.topology.config.RawValue.Given;
import io.vidette.topology.fault.FileFault;
import io.vidette.topology.fault.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the YAML file token by token, so that every complaint can name its line and column. */
final class YamlConfig {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final Path file;
    private final ConfigSchema schema;
    private final YAMLParser parser;
    private final Map<String, Given> values = new LinkedHashMap<>();

    private YamlConfig(Path file, ConfigSchema schema, YAMLParser parser) {
        this.file = file;
        this.schema = schema;
        this.parser = parser;
    }

    /**
     * The values in the file by path.
     *
     * @throws UserError in one line, for a file that cannot be read, is not YAML, or has an unknown or a duplicate key
     */
    static Map<String, Given> read(Path file, ConfigSchema schema) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UserError("cannot read the configuration file " + file + "; check --config");
        }
        try (YAMLParser parser = YAML.createParser(file.toFile())) {
            return new YamlConfig(file, schema, parser).document();
        } catch (JsonProcessingException e) {
            throw new UserError(at(file, e.getLocation()) + firstLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UserError("cannot read the configuration file " + file + ": " + FileFault.inWords(e), e);
        }
    }

    private Map<String, Given> document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return values;
        }
        if (first != JsonToken.START_OBJECT) {
            throw error("expected keys such as 'kafka:'");
        }
        section(schema.root());
        if (parser.nextToken() != null) {
            throw error("a second document; the file must hold one");
        }
        return values;
    }

    /** Reads from after the opening brace to the closing brace. */
    private void section(Section section) throws IOException {
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String path = ConfigSchema.join(section.path(), name);
            if (!seen.add(name)) {
                throw error("the key '" + path + "' is there twice");
            }
            Node node = section.children().get(name);
            if (node == null) {
                throw error("unknown key '" + path + "'; " + schema.suggestion(section, name));
            }
            node.<Reading>map(child -> () -> child(child), leaf -> () -> leaf(leaf.key()))
                    .read();
        }
    }

    /** Reads what follows a known key. */
    @FunctionalInterface
    private interface Reading {
        void read() throws IOException;
    }

    private void child(Section child) throws IOException {
        JsonToken token = next();
        if (token == JsonToken.START_OBJECT) {
            section(child);
        } else if (token != JsonToken.VALUE_NULL) {
            throw error("'" + child.path() + "' is a section with the keys "
                    + String.join(", ", child.children().keySet()));
        }
    }

    private void leaf(ConfigKey key) throws IOException {
        JsonToken token = next();
        String origin = place();
        scalarOrCollection(key, token).ifPresent(value -> values.put(key.path(), new Given(value, origin)));
    }

    /** A key without a value keeps its default, as in a file whose values are commented out. */
    private Optional<RawValue> scalarOrCollection(ConfigKey key, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (token == JsonToken.START_ARRAY) {
            List<String> items = new ArrayList<>();
            while (next() != JsonToken.END_ARRAY) {
                items.add(scalar(key));
            }
            return Optional.of(new RawValue.Items(items));
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, String> entries = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                next();
                if (entries.put(name, scalar(key)) != null) {
                    throw error("the key '" + key.path() + "." + name + "' is there twice");
                }
            }
            return Optional.of(new RawValue.Entries(entries));
        }
        return Optional.of(new RawValue.Text(scalar(key)));
    }

    private String scalar(ConfigKey key) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            throw error("'" + key.path() + "' holds a value that is nested too deep");
        }
        return parser.getText();
    }

    /** Jackson returns the name of an alias as if it were the value. */
    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.isCurrentAlias()) {
            throw error("aliases are not supported; write the value instead");
        }
        return token;
    }

    private String place() {
        JsonLocation location = parser.currentTokenLocation();
        return file + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }

    private UserError error(String what) {
        return new UserError(place() + ": " + what);
    }

    private static String at(Path file, JsonLocation location) {
        return location == null ? file + ": " : file + ":" + location.getLineNr() + ":" + location.getColumnNr() + ": ";
    }

    /** SnakeYAML's messages have several lines and quote the file. */
    private static String firstLine(String message) {
        return "no YAML: " + message.lines().findFirst().orElse("unreadable");
    }
}
