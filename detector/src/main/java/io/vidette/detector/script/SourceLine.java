package io.vidette.detector.script;

import java.util.List;

/**
 * A statement, which may extend over several lines of the source while a bracket is open.
 *
 * @param place file and line, for messages
 * @param indent blanks before it
 * @param tokens without an END
 */
record SourceLine(String place, int indent, List<Token> tokens) {}
