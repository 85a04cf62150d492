package io.vidette.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Surefire reports of one test class.
 *
 * @param name the class, without its package
 * @param seconds how long all its tests took together
 * @param skipped the reason of each test that was skipped, in the order of the tests
 */
record TestClassReport(String name, double seconds, List<String> skipped) {
    private static final String UNKNOWN = "no reason given";
    /** JUnit's words before the reason that a test gives. */
    private static final Pattern PREFIX = Pattern.compile("^(.* ==> |Assumption failed: )", Pattern.DOTALL);

    TestClassReport {
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads a file {@code TEST-*.xml}.
     *
     * @throws IOException if it cannot be read or is no such report; the message names the file
     */
    static TestClassReport read(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(file)) {
            return read(factory.createXMLStreamReader(in));
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw new IOException(file + " is not a report of Surefire: " + e.getMessage(), e);
        }
    }

    private static TestClassReport read(XMLStreamReader xml) throws XMLStreamException {
        String name = "";
        double seconds = 0;
        List<String> skipped = new ArrayList<>();
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("testsuite")) {
                name = attribute(xml, "name");
                seconds = Double.parseDouble(attribute(xml, "time").replace(",", ""));
            } else if (xml.getLocalName().equals("skipped")) {
                skipped.add(reason(attribute(xml, "message")));
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("it has no <testsuite>");
        }
        return new TestClassReport(name.substring(name.lastIndexOf('.') + 1), seconds, skipped);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        return Objects.requireNonNullElse(xml.getAttributeValue(null, name), "");
    }

    /** The first line of what the test itself says. */
    private static String reason(String message) {
        String own = PREFIX.matcher(message).replaceFirst("").strip();
        return own.lines().findFirst().orElse(UNKNOWN);
    }
}
