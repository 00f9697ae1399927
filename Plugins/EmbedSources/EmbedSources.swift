import PackagePlugin

/// Puts the source text of a target's scenarios into the target, so that the service can show a scenario's program
/// wherever it runs.
@main
struct EmbedSources: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? SwiftSourceModuleTarget else { return [] }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSources.swift")
        let inputs = target.sourceFiles(withSuffix: "swift").map(\.url)
        return [
            .buildCommand(
                displayName: "Embed the scenarios' sources",
                executable: try context.tool(named: "embed-sources").url,
                arguments: [target.moduleName, output.path()] + inputs.map { $0.path() },
                inputFiles: inputs, outputFiles: [output])
        ]
    }
}
