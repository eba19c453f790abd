@rem npm start begins with the exec of a shell, by which signals to npm reach the server. To cmd, which has none, this is it.
@%*
