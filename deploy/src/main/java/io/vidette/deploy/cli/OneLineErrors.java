package io.vidette.deploy.cli;

import io.vidette.deploy.cli.option.CommonOptions;
import io.vidette.topology.fault.SecretMask;
import io.vidette.topology.fault.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed or was used wrongly with one line on stderr, in which secrets are masked. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vidette: " + SecretMask.mask(wrong.getMessage()));
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        CommonOptions options = CommonOptions.of(parsed.asCommandLineList());
        boolean verbose = options != null && options.isVerbose();
        if (failure instanceof UserError) {
            err.println("vidette: " + SecretMask.mask(failure.getMessage()));
        } else {
            err.println("vidette: unexpected "
                    + SecretMask.mask(failure.toString().lines().findFirst().orElse(""))
                    + (verbose ? "" : "; run again with --verbose to see where"));
        }
        if (verbose) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.println(SecretMask.mask(trace.toString()));
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
