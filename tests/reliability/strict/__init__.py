"""What AWS refuses and moto lets pass, refused: `StrictClients` stands before moto in every test of the pipeline."""
