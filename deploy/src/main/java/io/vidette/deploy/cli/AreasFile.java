package io.vidette.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.vidette.topology.lifecycle.UserError;
import io.vidette.topology.serde.JsonSerde;
import io.vidette.topology.zone.Areas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file of zones, lines and masks. Unlike on the topic, an unknown field is an error: here it is a slip of the pen. */
final class AreasFile {
    private static final ObjectReader READER = JsonSerde.mapper()
            .readerFor(Areas.class)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AreasFile() {}

    /**
     * Reads it.
     *
     * @throws UserError naming the file, the camera, the zone, and what is wrong with it
     */
    static Areas read(Path file, String camera) {
        try {
            @Nullable Areas areas = READER.readValue(Files.readAllBytes(file));
            if (areas == null) {
                throw new UserError(file + " holds no object with zones, lines and masks");
            }
            return areas;
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds() == null
                    ? ""
                    : "; known here: "
                            + e.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "));
            throw refusal(file, camera, "unknown field '" + e.getPropertyName() + "'" + known + where(e), e);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof IllegalArgumentException own) {
                throw refusal(file, camera, String.valueOf(own.getMessage()), e);
            }
            String problem = e.getOriginalMessage().lines().findFirst().orElse("no JSON");
            throw refusal(file, camera, problem + where(e), e);
        } catch (NoSuchFileException e) {
            throw new UserError("no file " + file + "; see the example in 'vidette camera zones --help'", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static UserError refusal(Path file, String camera, String why, Exception cause) {
        return new UserError(file + " cannot be drawn on camera '" + camera + "': " + why, cause);
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
